import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { Admitted } from "./admitted.tsx";
import { FEATURES } from "./feature-list.ts";
import type { Feature } from "./features.ts";
import { Door } from "./door.tsx";
import { Frame } from "./frame.tsx";
import { PageFault } from "../ui/page-fault.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";

const pagesOf = ({ admits, pages }: Feature): RouteObject[] =>
  admits ? [{ element: <Admitted by={admits} />, children: pages }] : pages;

/** All screens stand inside the door (who is it?) and the frame; each loads its code when it is first opened. */
export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Door />,
      errorElement: <PageFault />,
      hydrateFallbackElement: <PageSkeleton />,
      children: [
        {
          element: <Frame />,
          children: [
            {
              errorElement: <PageFault />,
              children: [
                ...FEATURES.flatMap(pagesOf),
                { path: "*", element: <Navigate to="/" replace /> },
              ],
            },
          ],
        },
      ],
    },
  ]);
