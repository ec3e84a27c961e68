// Keeps this tab connected to the playground, and comes back by itself when the connection is lost.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5_000;
const LARGEST = 64_000; // in bytes; the server reads a little more

/** Connect. `heard(event)` gets every event, `online(bool)` every change; returns `send`, which says whether it could. */
export function connect(heard, online) {
  let socket = null;
  let wait = FIRST_WAIT;
  let again = 0;

  function open() {
    clearTimeout(again);
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`);
    socket.addEventListener("message", (message) => {
      wait = FIRST_WAIT;
      heard(JSON.parse(message.data));
    });
    socket.addEventListener("open", () => online(true));
    socket.addEventListener("close", () => {
      online(false);
      again = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  addEventListener("online", () => {
    if (socket.readyState === WebSocket.CLOSED) open();
  });
  open();

  return function send(what) {
    const data = JSON.stringify(what);
    if (socket.readyState !== WebSocket.OPEN) return "There is no connection just now. I keep trying; your words stay here.";
    if (new TextEncoder().encode(data).length > LARGEST) return "That is too long for one message. Please send it in parts.";
    socket.send(data);
    return "";
  };
}
