import { listAudit } from "@hub/domain/offices/audit";
import { addDepartment, changeOffice, renameDepartment } from "@hub/domain/offices/commands";
import * as contract from "@hub/domain/offices/contract";
import {
  getDepartment,
  getOffice,
  listDepartments,
  listOffices,
} from "@hub/domain/offices/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";

export function officesRoutes(hub: Hub): Router {
  const router = Router();
  serve(router, contract.directoryRoute, async () => ({
    offices: await listOffices(hub),
    departments: await listDepartments(hub),
  }));
  serve(router, contract.changeOfficeRoute, async ({ ctx, params, body }) => {
    await changeOffice(ctx, params.officeId, body);
    return { office: await getOffice(hub, params.officeId) };
  });
  serve(router, contract.addDepartmentRoute, async ({ ctx, params, body }) => {
    await addDepartment(ctx, params.officeId, body);
    return { department: await getDepartment(hub, body.departmentId) };
  });
  serve(router, contract.renameDepartmentRoute, async ({ ctx, params, body }) => {
    await renameDepartment(ctx, params, body);
    return { department: await getDepartment(hub, params.departmentId) };
  });
  serve(router, contract.auditRoute, ({ ctx, params, query }) =>
    listAudit(ctx, params.officeId, query),
  );
  return router;
}
