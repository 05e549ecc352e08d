import type { ThemeConfig } from "antd";
import { colour, FONT_FAMILY } from "./tokens.ts";

/** Ant Design in our colours and density: 14 px text, 32 px rows, hairlines instead of shadows. */
const moving: ThemeConfig = {
  token: {
    colorPrimary: colour.lake,
    colorPrimaryBg: colour.lakeWash,
    colorPrimaryBgHover: "#D6E8E6",
    colorInfo: colour.canal,
    colorLink: colour.canal,
    colorSuccess: colour.green,
    colorWarning: colour.amber,
    colorError: colour.red,
    colorInfoBg: colour.canalWash,
    colorInfoBorder: "#C3D2EA",
    colorSuccessBg: colour.greenWash,
    colorSuccessBorder: "#BFDCCB",
    colorWarningBg: colour.amberWash,
    colorWarningBorder: "#E3C98B",
    colorErrorBg: colour.redWash,
    colorErrorBorder: "#EBC1BC",
    colorText: colour.ink,
    colorTextSecondary: colour.mist,
    colorTextTertiary: colour.mist,
    colorTextDescription: colour.mist,
    colorTextPlaceholder: "#667080",
    colorBgLayout: colour.paper,
    colorBgContainer: colour.sheet,
    colorBorder: "#C4CAC4",
    colorBorderSecondary: colour.line,
    colorSplit: colour.line,
    fontFamily: FONT_FAMILY,
    fontSize: 14,
    controlHeight: 32,
    borderRadius: 4,
    borderRadiusLG: 6,
    lineHeight: 1.5714,
    motionDurationFast: "0.08s",
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
    boxShadow: "0 4px 16px rgba(31, 42, 55, 0.14)",
    boxShadowSecondary: "0 4px 16px rgba(31, 42, 55, 0.14)",
  },
  components: {
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
    Table: { headerBg: colour.paper, cellPaddingBlockSM: 5, cellPaddingInlineSM: 8 },
    Tabs: { horizontalItemPadding: "8px 0" },
    Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px" },
    Modal: { titleFontSize: 16 },
    Tag: { defaultBg: colour.paper },
  },
};

/** Nothing moves for whoever asked the system for that. */
const still: ThemeConfig = { ...moving, token: { ...moving.token, motion: false } };

export const themeOf = (isStill: boolean): ThemeConfig => (isStill ? still : moving);
