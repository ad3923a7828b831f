import '../processes/faultyProviders.ts';
