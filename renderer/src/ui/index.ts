/** The design system: the components of every screen. Colours and sizes are defined only in tokens.css. */
export { default as Button } from './Button.svelte';
export { default as Card } from './Card.svelte';
export { default as Choice } from './Choice.svelte';
export { default as Confirmation } from './Confirmation.svelte';
export { default as Disclosure } from './Disclosure.svelte';
export { default as Field } from './Field.svelte';
export { default as FieldGroup } from './FieldGroup.svelte';
export { default as FormPanel } from './FormPanel.svelte';
export { default as Note } from './Note.svelte';
export { default as Panel } from './Panel.svelte';
export { default as Progress } from './Progress.svelte';
export { default as Slider } from './Slider.svelte';
export { default as Switch } from './Switch.svelte';
export { default as UnitInput } from './UnitInput.svelte';
export { default as VerdictShape } from './VerdictShape.svelte';
export { default as VirtualList } from './VirtualList.svelte';
