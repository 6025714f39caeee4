export const meRoutes = [] as const;
