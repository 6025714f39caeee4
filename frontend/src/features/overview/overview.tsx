import { listMovementsOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useOrganization } from '@/shared/routes/organization';
import { Page, Pane } from '@/ui';
import { Counts } from './counts';
import { Doors } from './doors';
import { Latest } from './latest';
import { LowStock } from './low';
import classes from './overview.module.css';
import { MovementPlot } from './plot';

/** What needs somebody, and how much there is. */
export function Overview() {
  const { slug, name } = useOrganization();
  const { data } = useQuery(
    listMovementsOptions({ path: { organization: slug }, query: { limit: 8 } }),
  );
  const untouched = data?.items.length === 0;
  return (
    <Page title={name}>
      <Pane>
        {untouched && <Doors />}
        <Counts />
        {data && !untouched && (
          <div className={classes.halves}>
            <LowStock />
            <Latest />
          </div>
        )}
        {data && !untouched && <MovementPlot />}
      </Pane>
    </Page>
  );
}
