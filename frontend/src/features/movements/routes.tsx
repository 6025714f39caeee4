export const movementsRoutes = [] as const;
