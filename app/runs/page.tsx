import { RunsPage } from '@/components/run-list/runs-page.tsx';
import { titleOf } from '@/components/shell/preferences.ts';

export const generateMetadata = () => titleOf('list.title');

export default function Page() {
  return <RunsPage />;
}
