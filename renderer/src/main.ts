import './lib/zodWithoutEval.ts';
import './ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Route } from './lib/route.svelte.ts';
import { connectToStation } from './lib/station.ts';

const target = document.getElementById('root');
if (target === null) throw new Error('index.html has no place for the interface');
const station = connectToStation(window);
await station.languages.follow();
if (window.location.pathname.endsWith('/board')) {
  const { default: BoardApp } = await import('./BoardApp.svelte');
  mount(BoardApp, { target, props: { station } });
} else mount(App, { target, props: { station, route: new Route(window) } });
