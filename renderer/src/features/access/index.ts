export { default as AccessDialogs } from './AccessDialogs.svelte';
export { default as HiddenLine } from './HiddenLine.svelte';
export { default as LanguageMenu } from './LanguageMenu.svelte';
export { default as OnlyFor } from './OnlyFor.svelte';
export { default as PersonButton } from './PersonButton.svelte';
export { default as SecretField } from './SecretField.svelte';
export { default as SignatureDialog } from './SignatureDialog.svelte';
export { default as SignatureList } from './SignatureList.svelte';
