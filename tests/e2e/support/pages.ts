import type { Locator, Page } from '@playwright/test';

/** What an operator can see and do. */
export class OperatorPage {
  readonly page: Page;
  readonly verdict: Locator;
  readonly feed: Locator;
  readonly rows: Locator;
  readonly image: Locator;
  readonly heatmap: Locator;
  readonly backToLive: Locator;
  readonly opacity: Locator;
  readonly heatmapSwitch: Locator;
  readonly gauge: Locator;
  readonly health: Locator;

  constructor(page: Page) {
    this.page = page;
    this.verdict = page.getByRole('region', { name: 'Verdict' });
    this.feed = page.getByRole('listbox', { name: /Last parts/ });
    this.rows = this.feed.getByRole('option');
    this.image = page.getByRole('region', { name: 'Image of the part' }).getByRole('img', { name: /Image of No\./ });
    this.heatmap = page.getByTestId('heatmap');
    this.backToLive = page.getByRole('button', { name: 'Back to live' });
    this.opacity = page.getByRole('slider', { name: 'Opacity' });
    this.heatmapSwitch = page.getByRole('switch', { name: 'Heatmap' });
    this.gauge = page.getByRole('img', { name: /^Score .* limit/ });
    this.health = page.getByRole('contentinfo', { name: 'Health of the station' });
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  row(number: number): Locator {
    return this.feed.getByRole('option', { name: new RegExp(`No\\. ${number.toLocaleString('en-GB')},`) });
  }
}

/** What an engineer can see and do. */
export class SetupPage {
  readonly page: Page;
  readonly productName: Locator;
  readonly goodFolder: Locator;
  readonly target: Locator;
  readonly calibrate: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.productName = page.getByLabel('Name of the product');
    this.goodFolder = page.getByLabel('Folder with images of good parts');
    this.target = page.getByRole('textbox', { name: 'Target false-reject rate' });
    this.calibrate = page.getByRole('button', { name: 'Calibrate', exact: true });
    this.cancel = page.getByRole('button', { name: 'Cancel' });
  }

  async open(
    address: string,
    section: 'recipes' | 'sources' | 'station' | 'lanes' | 'decisions' | 'export' | 'demo' | 'keeping',
  ): Promise<void> {
    await this.page.goto(`${address}#/setup/${section}`);
  }

  async openConnections(address: string): Promise<void> {
    await this.page.goto(`${address}#/connections`);
  }

  async calibrateFrom(goodFolder: string): Promise<void> {
    await this.productName.fill('Bearing ring');
    await this.goodFolder.fill(goodFolder);
    await this.calibrate.click();
  }
}

/** The addresses of thumbnails in each request that the page makes from now on. */
export function askedThumbnails(page: Page): string[][] {
  const asked: string[][] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/thumbnails') asked.push(searchParams.getAll('at'));
    else if (pathname.endsWith('/thumbnail')) asked.push([pathname]);
  });
  return asked;
}
