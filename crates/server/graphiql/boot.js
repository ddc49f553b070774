// Starts GraphiQL in the page. It runs after the packages' scripts, which set the globals.
'use strict';

const place = document.getElementById('graphiql');

if (globalThis.React && globalThis.ReactDOM && globalThis.GraphiQL) {
  start();
} else {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.textContent =
    'GraphiQL could not be loaded. This server was built without npm, so its page loads GraphiQL from the internet; ' +
    'a server built with npm has it on board.';
  place.replaceChildren(notice);
}

function start() {
  const { createElement } = React;
  const saved = JSON.parse(document.getElementById('saved-queries').textContent);

  const graphiql = createElement(
    GraphiQL,
    {
      // Beside this page, wherever a proxy has put both.
      fetcher: GraphiQL.createFetcher({
        url: new URL('graphql', document.baseURI).href,
        headers: { Accept: 'application/graphql-response+json, application/json;q=0.9' },
        enableIncrementalDelivery: false,
      }),
      storage: storage(),
      defaultTabs: saved.map(({ query }) => ({ query })),
      defaultQuery: '# A new query. Ctrl-Space lists what can stand at the cursor.\n\n',
      isHeadersEditorEnabled: true,
      inputValueDeprecation: true,
      schemaDescription: true,
    },
    createElement(GraphiQL.Logo, null, 'Vitrine'),
  );
  ReactDOM.createRoot(place).render(graphiql);
}

// What GraphiQL remembers. Under a name of our own: another GraphiQL on the same host and port
// doesn't get our tabs, nor we its. The history would keep each query's headers, and with them the
// API key, also where the setting "Persist headers" is off; here it keeps them as that setting says.
function storage() {
  const local = GraphiQL.createLocalStorage({ namespace: 'vitrine' });
  const { setItem } = local;
  local.setItem = (key, value) => {
    const history = key === 'graphiql:queries' || key === 'graphiql:favorites';
    const persisted = local.getItem('graphiql:shouldPersistHeaders') === 'true';
    setItem(key, history && !persisted ? withoutHeaders(value) : value);
  };
  return local;
}

function withoutHeaders(json) {
  return JSON.stringify(JSON.parse(json), (key, value) => (key === 'headers' ? undefined : value));
}
