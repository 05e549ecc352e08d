import { createBrowserRouter, Navigate } from "react-router";
import { FEATURES } from "./feature-list.ts";
import { Door } from "./door.tsx";
import { Frame } from "./frame.tsx";
import { PageFault } from "../ui/page-fault.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";

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
                ...FEATURES.flatMap((feature) => feature.pages),
                { path: "*", element: <Navigate to="/" replace /> },
              ],
            },
          ],
        },
      ],
    },
  ]);
