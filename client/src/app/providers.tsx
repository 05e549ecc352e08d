import { StyleProvider, legacyLogicalPropertiesTransformer } from "@ant-design/cssinjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useState } from "react";
import { RouterProvider } from "react-router/dom";
import { useMedia } from "../ui/panes.tsx";
import { useLanguage } from "./i18n.ts";
import { createQueryClient } from "./query.ts";
import { createRouter } from "./router.tsx";
import { styleNonce } from "./style-nonce.ts";
import { themeOf } from "./theme.ts";

/** Everything that stands around the screens: styles that older kernels understand, texts of the parts, queries, routes. */
export function Providers() {
  const [client] = useState(createQueryClient);
  const [router] = useState(createRouter);
  const language = useLanguage();
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  return (
    <StyleProvider hashPriority="high" transformers={[legacyLogicalPropertiesTransformer]}>
      <ConfigProvider
        theme={themeOf(isStill)}
        csp={{ nonce: styleNonce() }}
        locale={language === "en" ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <App message={{ maxCount: 3 }} component={false}>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    </StyleProvider>
  );
}
