import { Navigate } from "react-router";
import { usePlaces } from "./places.ts";

export const Start = () => <Navigate to={usePlaces()[0]?.path ?? "/account"} replace />;
