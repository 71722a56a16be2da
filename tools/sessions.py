"""Many visitors of a Streamlit server who come at once: each opens the page and stays until all of them have seen it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from browserless import PATIENCE_SECONDS, PLAIN, ask_for_run, is_last, stream_of
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Crowd:
    """What became of visitors who came at once."""

    first_views: list[float]
    """Seconds from opening the connection to the end of the first run, of those who saw it."""
    failed: list[str]
    """Why the others did not."""
    processor: float
    """Seconds of processor time that the server took for them."""
    memory: int
    """Bytes by which the server grew."""


def crowd(address: str, server: int, visitors: int) -> Crowd:
    """Open so many sessions at once with the server at `address`, which is the process `server`.

    They leave together without a word, as when a network fails.
    """
    return asyncio.run(_crowd(address, server, visitors))


async def _crowd(address: str, server: int, visitors: int) -> Crowd:
    first_views: list[float] = []
    failed: list[str] = []
    processor, memory = processor_seconds(server), memory_bytes(server)
    all_seen, leave = asyncio.Barrier(visitors + 1), asyncio.Event()

    async def visit() -> None:
        start, connection = time.perf_counter(), None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                connection = await _connect(address)
                await connection.send(ask_for_run())
                async for _ in _answer(connection):
                    pass
            first_views.append(time.perf_counter() - start)
        except Exception as error:  # whatever it was, it is counted and said
            failed.append(repr(error))
        await all_seen.wait()
        await leave.wait()
        if connection:
            connection.transport.abort()

    async with asyncio.TaskGroup() as visits:
        for _ in range(visitors):
            visits.create_task(visit())
        await all_seen.wait()
        seen = Crowd(first_views, failed, processor_seconds(server) - processor, memory_bytes(server) - memory)
        leave.set()
    return seen


def watched(address: str, visitors: int, drops: Sequence[tuple[str, Callable[[], float]]], every: float) -> list[float]:
    """Seconds from the last of some files until each of so many open pages shows it by itself.

    A drop is the name of a file, and what puts it into the folder and says when; one falls `every` seconds.
    """
    return asyncio.run(_watched(address, visitors, drops, every))


async def _watched(
    address: str, visitors: int, drops: Sequence[tuple[str, Callable[[], float]]], every: float
) -> list[float]:
    last, shown = drops[-1][0], [0.0] * visitors
    all_open = asyncio.Barrier(visitors + 1)

    async def watch(number: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), _connect(address) as connection:
            page, polls = "", {}
            ask = ask_for_run()
            while True:
                await connection.send(ask)
                async for message in _answer(connection):
                    if message.HasField("new_session"):
                        page = message.new_session.page_script_hash
                    if message.HasField("auto_rerun"):
                        polls = {message.auto_rerun.fragment_id: message.auto_rerun.interval}
                    if message.HasField("delta") and last in message.delta.new_element.html.body:
                        shown[number] = time.perf_counter()
                        return
                [(fragment, interval)] = polls.items()
                if ask == ask_for_run():
                    await all_open.wait()
                await asyncio.sleep(interval)
                ask = ask_for_run(page, fragment)

    async with asyncio.TaskGroup() as visits:
        for number in range(visitors):
            visits.create_task(watch(number))
        await all_open.wait()
        for _, drop in drops:
            await asyncio.sleep(every)
            dropped = drop()
    return [seen - dropped for seen in shown]


def _connect(address: str) -> connect:
    return connect(stream_of(address), subprotocols=[Subprotocol("streamlit")], **PLAIN)


async def _answer(connection: ClientConnection) -> AsyncIterator[ForwardMsg]:
    """The messages of one run, as they come."""
    while True:
        message = ForwardMsg.FromString(await connection.recv(decode=False))
        yield message
        if is_last(message):
            return


def processor_seconds(process: int) -> float:
    """The processor time of a process so far."""
    # The name before the last bracket may hold blanks.
    user, system = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory_bytes(process: int) -> int:
    """The memory that a process holds now."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
