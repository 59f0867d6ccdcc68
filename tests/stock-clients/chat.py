"""Two users chat with Python's `websockets`; data arrives byte for byte.

usage: python3 chat.py ws://127.0.0.1:8080/ws ROOM     prints "ok"
"""
import asyncio
import json
import sys

import websockets

DATA = '{"n":9007199254740993123,"f":1.10}'


async def main(url: str, room: str) -> None:
    async with websockets.connect(f"{url}?user_id=alice&room_id={room}") as alice, \
            websockets.connect(f"{url}?user_id=bob&room_id={room}") as bob:
        assert json.loads(await alice.recv())["type"] == "connected"
        assert json.loads(await bob.recv())["type"] == "connected"
        await alice.send('{"type":"room","id":"1","room_id":"%s","data":%s}' % (room, DATA))
        assert json.loads(await alice.recv())["ok"] is True
        assert f'"data":{DATA}' in await bob.recv()
        await (await bob.ping())
        await bob.send(b"binary")
        try:
            await bob.recv()
            raise AssertionError("a binary frame was taken")
        except websockets.ConnectionClosed as closed:
            assert closed.code == 1003, closed.code
    print("ok")


asyncio.run(asyncio.wait_for(main(*sys.argv[1:3]), timeout=20))
