import { ApprovalsPage } from '@/components/approvals/approvals-page.tsx';
import { titleOf } from '@/components/shell/preferences.ts';

export const generateMetadata = () => titleOf('approvals.title');

export default function Page() {
  return <ApprovalsPage />;
}
