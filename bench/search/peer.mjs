import MiniSearch from 'minisearch';

const FIELDS = { fields: ['title', 'names', 'labels', 'body'] };

export const createPeer = () => new MiniSearch(FIELDS);
export const openPeer = (json) => MiniSearch.loadJSON(json, FIELDS);
