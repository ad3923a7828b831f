import './lib/zodWithoutEval.ts';
import './ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { leaveWhenFailed } from './lib/freshPage.ts';
import { Route } from './lib/route.svelte.ts';
import { connectToStation } from './lib/station.ts';
import { texts } from './lib/texts.ts';

const target = document.getElementById('root');
if (target === null) throw new Error('index.html has no place for the interface');
const station = connectToStation(window);
await station.languages.follow();
const route = new Route(window);
const isBoard = window.location.pathname.endsWith('/board');
leaveWhenFailed(
  window,
  target,
  () => isBoard || route.screen === 'inspection',
  () => [texts.notInspecting.word, texts.connection.lostSentence],
);
if (isBoard) {
  const { default: BoardApp } = await import('./BoardApp.svelte');
  mount(BoardApp, { target, props: { station } });
} else mount(App, { target, props: { station, route } });
