import { IconAlertTriangle, IconCheck, IconPlus } from '@tabler/icons-react';
import classes from './sheet.module.css';
import type { Feedback } from './use-feedback';

const ICONS = { ok: IconCheck, again: IconPlus, unknown: IconAlertTriangle } as const;

/** What the last scan came to: colour, icon and words, read aloud. */
export function FeedbackStrip({ feedback }: { readonly feedback: Feedback | null }) {
  const Icon = feedback && ICONS[feedback.tone];
  return (
    <div role="status" aria-live="polite" className={classes.feedback} data-tone={feedback?.tone}>
      {feedback && Icon && (
        <p key={feedback.turn}>
          <Icon size={18} aria-hidden />
          <b>{feedback.text}</b>
          <span>{feedback.more}</span>
        </p>
      )}
    </div>
  );
}
