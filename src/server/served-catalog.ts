/**
 * The catalog in force and its engine. Another takes their place whole or not at all; what has begun with one goes on
 * with it.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { Engine } from '../engine/engine.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** A catalog, and what it was made of. */
export interface ServedProject {
  readonly catalog: Catalog;
  readonly definitions: ProjectDefinitions;
}

/** A project as it is now: its catalog, or its faults in words. */
export type LoadedCatalog =
  | ({ readonly kind: 'catalog' } & ServedProject)
  | { readonly kind: 'faulty'; readonly report: string };

export type ReloadOutcome =
  /** `changed` where it is not the catalog that was served before. */
  | { readonly kind: 'reloaded'; readonly catalog: string; readonly changed: boolean }
  | { readonly kind: 'refused'; readonly report: string };

export interface ServedCatalogParts {
  readonly project: ServedProject;
  readonly load: () => Promise<LoadedCatalog>;
  readonly engineFor: (project: ServedProject) => Engine;
  /** Told of each catalog that takes the place of another; nobody unless given. */
  readonly began?: (catalog: Catalog) => void;
}

export class ServedCatalog {
  private readonly parts: ServedCatalogParts;
  private current: Engine;
  /** Reloads stand in a queue: each reads what is there when its turn comes. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(parts: ServedCatalogParts) {
    this.parts = parts;
    this.current = parts.engineFor(parts.project);
  }

  /** The engine in force. Whoever asks several things of it keeps it. */
  engine(): Engine {
    return this.current;
  }

  /** Leaves everything as it is where the project has faults. */
  reload(): Promise<ReloadOutcome> {
    const turn = this.last.then(() => this.reloadNow());
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async reloadNow(): Promise<ReloadOutcome> {
    const loaded = await this.loadOrReport();
    if (loaded.kind === 'faulty') return { kind: 'refused', report: loaded.report };
    const { hash } = loaded.catalog;
    const changed = hash !== this.current.catalog().hash;
    if (changed) {
      this.current = this.parts.engineFor(loaded);
      this.parts.began?.(loaded.catalog);
    }
    return { kind: 'reloaded', catalog: hash, changed };
  }

  private async loadOrReport(): Promise<LoadedCatalog> {
    try {
      return await this.parts.load();
    } catch (error) {
      if (error instanceof SemanticError) return { kind: 'faulty', report: error.message };
      throw error;
    }
  }
}
