/** MQTT 5: states and outlets for whoever subscribes, the outbox for those that keep it, commands of the line. `docs/connections/mqtt.md` tells of it. */
import { basename } from 'node:path';
import { connectionFieldName, type ErrorFact, factOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { Driver } from '../driver.ts';
import { isThisMachine } from '../networkErrors.ts';
import { Broker } from './broker.ts';
import { JsonSpeech } from './jsonSpeech.ts';
import { SparkplugSpeech } from './sparkplugSpeech.ts';
import type { Speech } from './speech.ts';

export const openMqtt: Driver<'mqtt'> = async (surroundings) => {
  const { settings, secrets } = surroundings;
  if (settings.user !== '' && secrets.password === undefined)
    throw new SigmalineError('connection.secret-missing', { secret: connectionFieldName('password') });
  // MQTT 5 allows it; MQTT.js (5.16.0) sends nothing then, and says nothing.
  if (settings.user === '' && secrets.password !== undefined)
    throw new SigmalineError('connection.sign-in', { where: settings.url, reason: 'a password needs a user name' });
  if (settings.certificate !== '' && secrets.key === undefined)
    throw new SigmalineError('connection.secret-missing', { secret: connectionFieldName('key') });
  const speech: Speech =
    settings.format === 'sparkplug' ? new SparkplugSpeech(surroundings) : new JsonSpeech(surroundings);
  const broker = await Broker.open({
    url: settings.url,
    user: settings.user,
    password: secrets.password,
    authority: settings.authority,
    certificate: settings.certificate,
    key: secrets.key,
    // The folder is called as the connection's id: two connections never have one name at the broker.
    clientId: `sigmaline-${basename(surroundings.folder)}`,
    will: () => speech.will(),
    greet: (session) => speech.greet(session),
    hear: (session, received) => void speech.hear(session, received),
    leave: (session) => speech.leave(session),
    onState: (state, error) => {
      surroundings.state(state, error && factOf(error));
      surroundings.clients(state === 'working' ? 1 : 0);
    },
  });
  surroundings.warn(warningsOf(settings.url, broker.where));
  return {
    show: (views, heartbeat) => speech.show(views, heartbeat),
    deliver: async (items, signal) => speech.deliver(await broker.connected(signal), items),
    test: async (message) => {
      const items = [{ message, entry: { body: '', hash: '' } }];
      await speech.deliver(broker.require(), items);
    },
    close: () => broker.close(),
  };
};

function warningsOf(url: string, where: string): ErrorFact[] {
  const { protocol, hostname } = new URL(url);
  const isOpen = !/^(mqtts|wss):/.test(protocol) && !isThisMachine(hostname);
  return !isOpen ? [] : [{ code: 'connection.not-encrypted', details: { where } }];
}
