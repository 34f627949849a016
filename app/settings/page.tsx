import { titleOf } from '@/components/shell/preferences.ts';
import { SettingsPage } from '@/components/settings/settings-page.tsx';

export const generateMetadata = () => titleOf('settings.title');

export default function Page() {
  return <SettingsPage />;
}
