import { titleOf } from '@/components/shell/preferences.ts';
import { WorkflowsPage } from '@/components/workflows/workflows-page.tsx';

export const generateMetadata = () => titleOf('workflows.title');

export default function Page() {
  return <WorkflowsPage />;
}
