export const itemsRoutes = [] as const;
