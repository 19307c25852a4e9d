import type { Language } from '@gongzhi/engine';
import { html } from './html.ts';
import { layout } from './layout.ts';

const words = {
  'zh-CN': { title: '登录', login: '登录名', password: '密码', go: '登录' },
  en: { title: 'Sign in', login: 'Login', password: 'Password', go: 'Sign in' },
};

export function signInPage(language: Language, problem: string | null): string {
  const say = words[language];
  const body = html`${problem === null ? null : html`<p role="alert">${problem}</p>`}
    <form method="post" action="/sign-in?lang=${language}">
      <label>${say.login}<input name="login" autocomplete="username" required maxlength="100" /></label>
      <label
        >${say.password}<input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxlength="200"
      /></label>
      <button>${say.go}</button>
    </form>`;
  return layout(say.title, language, '/sign-in', body);
}
