/** The version of this software, as records, recipes and exports name it. A test keeps it equal to package.json's. */
export const SOFTWARE_VERSION = '0.1.0';
