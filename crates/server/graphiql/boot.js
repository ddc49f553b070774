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

  // Beside this page, wherever a proxy has put both.
  const url = new URL('graphql', document.baseURI).href;
  const once = GraphiQL.createFetcher({
    url,
    headers: { Accept: 'application/graphql-response+json, application/json;q=0.9' },
    enableIncrementalDelivery: false,
  });

  const graphiql = createElement(
    GraphiQL,
    {
      fetcher: (parameters, options) =>
        isSubscription(options?.documentAST, parameters.operationName)
          ? subscription(url, parameters, options?.headers)
          : once(parameters, options),
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

function isSubscription(document, name) {
  const operations = document?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const asked = operations.find((operation) => !name || operation.name?.value === name);
  return asked?.operation === 'subscription';
}

// A subscription by server-sent events, with the headers of the editor; pressing stop ends it.
function subscription(url, parameters, headers) {
  return {
    subscribe(observer) {
      const ending = new AbortController();
      follow(url, parameters, headers, ending.signal, observer).catch((error) => {
        if (!ending.signal.aborted) observer.error(error);
      });
      return { unsubscribe: () => ending.abort() };
    },
  };
}

async function follow(url, parameters, headers, signal, observer) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(parameters),
    signal,
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    observer.next(await response.json());
    return observer.complete();
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ; ) {
    const { done, value } = await reader.read();
    if (done) return observer.complete();
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      if (event.startsWith('event: next\ndata: ')) observer.next(JSON.parse(event.slice(event.indexOf('data: ') + 6)));
      if (event.startsWith('event: complete')) return observer.complete();
    }
  }
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
