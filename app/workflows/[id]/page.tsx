import { EditorPage } from '@/components/editor/page/editor-page.tsx';
import { titleOf } from '@/components/shell/preferences.ts';

export const generateMetadata = () => titleOf('workflows.editor');

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditorPage key={id} address={decodeURIComponent(id)} />;
}
