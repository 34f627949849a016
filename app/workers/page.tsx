import { titleOf } from '@/components/shell/preferences.ts';
import { WorkersPage } from '@/components/workers/workers-page.tsx';

export const generateMetadata = () => titleOf('workers.title');

export default function Page() {
  return <WorkersPage />;
}
