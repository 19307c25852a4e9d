/** Every plugin that this installation runs: an explicit list. */
import type { Plugin } from '@gongzhi/engine';
import { governmentPlugin } from '@gongzhi/plugin-government';
import { marketProviderPlugin } from '@gongzhi/plugin-market-provider';
import { notificationPlugin } from '@gongzhi/plugin-notification';
import { residentPlugin } from '@gongzhi/plugin-resident';
import { socialOrganizationPlugin } from '@gongzhi/plugin-social-organization';

export const plugins: readonly Plugin[] = [
  notificationPlugin,
  governmentPlugin,
  socialOrganizationPlugin,
  marketProviderPlugin,
  residentPlugin,
];
