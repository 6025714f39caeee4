import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Toasts } from '@/ui';
import { Scheme } from '@/ui/scheme';
import { queryClient } from './queries';
import { router } from './router';
import { SignInAgain } from './shell/sign-in-again';
import { StepUp } from './shell/step-up';
import { theme } from './theme/mantine';

export function Providers() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Scheme />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <StepUp />
        <SignInAgain />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
