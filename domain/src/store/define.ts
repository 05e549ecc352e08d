import {
  Schema,
  type Connection,
  type IndexDefinition,
  type IndexOptions,
  type Model,
} from "mongoose";

/** An index as the store is asked to keep it; every list query names the one it rides on. */
export type Index = [keys: IndexDefinition, options?: IndexOptions];

export interface Definition<Doc> {
  collection: string;
  indexes: Index[];
  on(connection: Connection): Model<Doc>;
}

/**
 * A collection: its document type is the interface, its fields are what mongoose casts by. Documents are read lean and carry no
 * mongoose version key: versions of matters are ours and are compared by commands.
 */
export function define<Doc extends { _id: string }>(
  collection: string,
  fields: Record<Exclude<keyof Doc & string, "_id">, unknown>,
  indexes: Index[] = [],
): Definition<Doc> {
  return {
    collection,
    indexes,
    on: (connection) => {
      // Typed by our interface, not by mongoose's inference from the fields, which has no depth limit.
      const declared: Record<string, unknown> = { _id: String, ...fields };
      const schema: Schema = new Schema(declared as never, {
        collection,
        versionKey: false,
        minimize: false,
        autoIndex: false,
        autoCreate: false,
      });
      for (const [keys, options] of indexes) schema.index(keys, options);
      return connection.model(collection, schema) as unknown as Model<Doc>;
    },
  };
}

/** A plain value that mongoose stores as it is: for sub-documents whose shape the contract has already checked. */
export const asIs = Schema.Types.Mixed;
