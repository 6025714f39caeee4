export const locationsRoutes = [] as const;
