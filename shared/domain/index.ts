/** Pure types and rules of the product: no I/O, no platform, nothing that could not run in a browser or in a worker. */
export * from './backbone.ts';
export * from './colourScale.ts';
export * from './condition.ts';
export * from './errors.ts';
export * from './falseRejectTarget.ts';
export * from './files.ts';
export * from './ids.ts';
export * from './inspection.ts';
export * from './interpolate.ts';
export * from './npy.ts';
export * from './partPattern.ts';
export * from './recipe.ts';
export * from './shift.ts';
export * from './softwareVersion.ts';
export * from './sourceOptions.ts';
export * from './stationSettings.ts';
export * from './verdict.ts';
