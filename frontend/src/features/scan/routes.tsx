export const scanRoutes = [] as const;
