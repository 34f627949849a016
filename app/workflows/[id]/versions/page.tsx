import { VersionsPage } from '@/components/editor/page/versions-page.tsx';
import { titleOf } from '@/components/shell/preferences.ts';

export const generateMetadata = () => titleOf('workflows.versions');

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <VersionsPage key={id} address={decodeURIComponent(id)} />;
}
