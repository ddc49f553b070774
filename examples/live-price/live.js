// Shows the price of a variant, and follows it by the graphql-transport-ws protocol.
'use strict';

const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? 'ws://127.0.0.1:8080/graphql/ws';
const variables = { sku: asked.get('sku') ?? 'KEL-SHM-WHT', context: { channel: asked.get('channel') ?? 'de' } };

const SHOWN = 'sku product { name } price { unit { amount currency } }';
const NOW = `query($sku: String!, $context: BuyerContext) { productVariant(by: { sku: $sku }, context: $context) { ${SHOWN} } }`;
const CHANGES = `subscription($sku: String!, $context: BuyerContext) {
  priceChanged(filter: { sku: [$sku] }, context: $context) { at variant { ${SHOWN} } } }`;

const put = (id, text) => { document.getElementById(id).textContent = text; };

function show(variant) {
  if (!variant) return put('price', 'not for sale here');
  put('name', variant.product.name);
  put('price', variant.price ? `${variant.price.unit.amount} ${variant.price.unit.currency}` : 'not for sale here');
}

const socket = new WebSocket(server, 'graphql-transport-ws');
const say = (message) => socket.send(JSON.stringify(message));

socket.onopen = () => say({ type: 'connection_init' });
socket.onclose = ({ code, reason }) => put('state', `Closed: ${code} ${reason}`);
socket.onmessage = ({ data }) => {
  const { type, id, payload } = JSON.parse(data);
  if (type === 'connection_ack') {
    // First the changes, then what is so now: so nothing is missed in between.
    say({ type: 'subscribe', id: 'changes', payload: { query: CHANGES, variables } });
    say({ type: 'subscribe', id: 'now', payload: { query: NOW, variables } });
    put('state', 'Following');
  } else if (type === 'ping') {
    say({ type: 'pong' });
  } else if (type === 'error') {
    put('state', payload.map(({ message }) => message).join(' '));
  } else if (type === 'next' && id === 'now') {
    show(payload.data.productVariant);
  } else if (type === 'next') {
    const { at, variant } = payload.data.priceChanged;
    show(variant);
    const line = document.createElement('li');
    line.textContent = `${at}: ${variant?.price?.unit.amount ?? 'none'}`;
    document.getElementById('log').prepend(line);
  }
};
