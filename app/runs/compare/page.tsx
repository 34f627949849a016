import { CompareRunsPage } from '@/components/runs/compare/compare-page.tsx';
import { titleOf } from '@/components/shell/preferences.ts';

export const generateMetadata = () => titleOf('compare.title');

export default function Page() {
  return <CompareRunsPage />;
}
