/** What topics and Sparkplug's names give a meaning of their own, and what no topic may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: MQTT forbids them in topics.
const SPECIAL = /[/+#$%\u0000-\u001f\u007f-\u009f]/gu;

/** A name as one level of a topic: what has a meaning there is written as %XX, so that two names never become one. */
export function levelOf(name: string): string {
  const level = name.replace(
    SPECIAL,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return level === '' ? '%' : level;
}
