import './tortureEngine.ts';
