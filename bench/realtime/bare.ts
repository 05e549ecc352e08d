import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { answerUsage } from "./usage.ts";

/** The peer: Socket.IO with the same transport settings and one room, which checks nothing and stores nothing. */
const http = createServer();
const io = new Server(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});
io.on("connection", (socket) => {
  void socket.join("room");
  socket.on("post", ({ message }: { message: unknown }, ack: (reply: unknown) => void) => {
    io.to("room").emit("entry", message);
    ack({ ok: true });
  });
  socket.emit("heads", {});
});
http.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (http.address() as AddressInfo).port });
});
answerUsage();
