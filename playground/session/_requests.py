"""What the browser asks for, carried out on a session: one reply to each request, also when it fails."""

import traceback
from collections.abc import Callable
from typing import Any

import msgspec

from playground import catalog, datasets, doctor, protocol
from playground.checking import explain
from playground.errors import PlaygroundError, ProtocolError
from playground.network import Batch, from_text, typed
from playground.session._assets import read_asset
from playground.session._blocks import arranged, keep, make_blocks, regroup
from playground.session._kept_runs import ask_runs
from playground.session._landscape import landscape_found
from playground.session._new_layer import layer_source
from playground.session._newest import Tick
from playground.session._plane import points_of
from playground.session._points import followed
from playground.session._predicting import Explaining, Studied, worked_out
from playground.session._rates import rates_tried
from playground.session._rewinding import continue_from, moments, show_moment
from playground.session._session import Buffers, Session
from playground.session._settings import Tuned, named_data, undo_step
from playground.session._shelf import shelf
from playground.session._templates import read_template, templates
from playground.session._viewing import curves, findings, set_by_hand, watch_vitals
from playground.session._weights import weights_of_layer

MOST_SAMPLES = 64


def handle(session: Session, message: Any) -> None:
    """Carry out what the browser sent, and tell the reply, whatever happens; what takes a while on another thread."""
    tell = session.edits
    request_id = str(message.get("id", "")) if isinstance(message, dict) else ""
    try:
        request = typed(message, protocol.Request)
    except msgspec.ValidationError as error:
        refusal = ProtocolError(f"The browser sent a message that is not of the protocol: {error}.")
        tell(protocol.Reply(request_id, _failed(refusal)), ())
        return
    command = request.command
    if isinstance(command, Explaining):
        kind = (command.view, type(command))
        session.explaining.ask(kind, lambda tick: tell(*_replied(request_id, lambda: _explain(session, command, tick))))
    elif isinstance(command, protocol.FindRate):
        session.running.trying.ask(
            command.view, lambda tick: tell(*_replied(request_id, lambda: rates_tried(session, command, tick)))
        )
    elif isinstance(command, protocol.GetLandscape):
        session.running.trying.ask(
            (command.view, type(command)),
            lambda tick: tell(*_replied(request_id, lambda: landscape_found(session, command, tick))),
        )
    else:
        tell(*_replied(request_id, lambda: _carry_out(session, command, request_id)))


def _explain(session: Session, wish: Explaining, tick: Tick) -> tuple[protocol.Answer, Buffers]:
    """Work out what takes a while, with the weights of now; `tick` is called on the way, and ends it by raising."""
    tick()
    return worked_out(Studied(session.running, session.graph, session.data, session.config), wish, tick)


def _replied(request_id: str, work: Callable[[], tuple[protocol.Answer, Buffers]]) -> tuple[protocol.Reply, Buffers]:
    """What the work gives, or why it failed, as the reply to a request."""
    buffers: Buffers = ()
    try:
        told, buffers = work()
    except Exception as error:  # noqa: BLE001  # whatever it is, the one who waits must hear of it
        told = _failed(error)
    return protocol.Reply(request_id, told), buffers


def _failed(error: Exception) -> protocol.Failed:
    if isinstance(error, PlaygroundError):
        return protocol.Failed(str(error), setting=getattr(error, "setting", None), code=type(error).__name__)
    return protocol.Failed(
        f"Something went wrong inside Playground: {type(error).__name__}: {error}",
        traceback="".join(traceback.format_exception(error)),
    )


def _carry_out(session: Session, command: protocol.Command, request: str) -> tuple[protocol.Answer, Buffers]:
    done = protocol.Done()
    match command:
        case protocol.ApplyEdit():
            session.edit(command.edit, request)
        case protocol.Undo():
            with followed(session):
                session.drawing.undo(request)
        case protocol.Redo():
            with followed(session):
                session.drawing.redo(request)
        case protocol.Arrange():
            session.edit(arranged(session.drawing, command.path, command.direction), request)
        case protocol.GroupNodes() | protocol.DissolveBlock():
            regroup(session.drawing, command, request)
        case protocol.FindBlocks():
            return make_blocks(session.drawing, command.path, request), ()
        case protocol.SaveBlock() | protocol.RenameBlock() | protocol.DeleteBlock():
            _shelve(session, command)
        case protocol.OpenTemplate() | protocol.OpenFile() | protocol.OpenText() | protocol.PutDocument():
            return _open(session, command, request), ()
        case protocol.Configure() | protocol.ApplyCure() | protocol.ChooseData() | protocol.HideControls():
            _set(session, command, request)
        case protocol.Save():
            session.save(command.path, overwrite=command.overwrite)
        case protocol.Reload():
            session.reload(request)
        case protocol.Recover():
            session.recover()
        case protocol.Dismiss():
            session.dismiss()
        case (
            protocol.Play()
            | protocol.Pause()
            | protocol.Step()
            | protocol.Stop()
            | protocol.Reset()
            | protocol.Watch()
            | protocol.SetWeight()
            | protocol.ShowMoment()
            | protocol.ContinueFrom()
        ):
            _direct(session, command)
        case _:
            if isinstance(command, protocol.RunsCommand):
                return ask_runs(session, command, request)
            return _tell(session, command)
    return done, ()


def _set(
    session: Session,
    command: protocol.Configure | protocol.ApplyCure | protocol.ChooseData | protocol.HideControls,
    request: str,
) -> None:
    match command:
        case protocol.Configure():
            changes = session.config.changes_to(command.training)
            if changes:
                session.drawing.apply(Batch((), "training settings"), request, Tuned(changes))
        case protocol.ApplyCure():
            edit, tuned = undo_step(command.cure)
            session.drawing.apply(edit, request, tuned)
        case protocol.HideControls():
            session.hide(command.controls)
        case protocol.ChooseData():
            data = named_data(command.name, command.recipe)
            if data is not session.data:
                with followed(session):
                    session.drawing.apply(Batch((), "data"), request, Tuned({}, (data,)))


def _open(
    session: Session,
    command: protocol.OpenTemplate | protocol.OpenFile | protocol.OpenText | protocol.PutDocument,
    request: str,
) -> protocol.Answer:
    match command:
        case protocol.OpenTemplate():
            session.open_document(read_template(command.name), request)
        case protocol.OpenText():
            session.open_document(from_text(command.text), request)
        case protocol.OpenFile():
            session.receive(command, request)
        case protocol.PutDocument():
            with session.drawing.turn:  # the text of what was put, before anybody edits on
                session.put_text(command.text, request)
                return protocol.DocumentText(session.text())
    return protocol.Done()


def _shelve(session: Session, command: protocol.SaveBlock | protocol.RenameBlock | protocol.DeleteBlock) -> None:
    match command:
        case protocol.SaveBlock():
            keep(session.drawing, command)
        case protocol.RenameBlock():
            shelf.rename(command.name, command.to)
        case protocol.DeleteBlock():
            shelf.delete(command.name)


def _direct(session: Session, command: protocol.Command) -> None:
    match command:
        case protocol.Play():
            session.play()
        case protocol.Pause():
            session.running.pause()
        case protocol.Step():
            session.step(command.unit)
        case protocol.Stop():
            session.running.stop()
        case protocol.Reset():
            session.running.reset()
        case protocol.Watch():
            session.running.watch(command)
        case protocol.SetWeight():
            set_by_hand(session.running, command)
        case protocol.ShowMoment():
            show_moment(session.running, session.network, session.config, command.step)
        case protocol.ContinueFrom():
            continue_from(session, command.step, command.edits)


def _tell(session: Session, command: protocol.Command) -> tuple[protocol.Answer, Buffers]:
    match command:
        case protocol.Resync():
            return protocol.Done() if command.known == session.edition else protocol.Whole(session.snapshot()), ()
        case protocol.GetCatalog():
            summaries = tuple(datasets.load(name).summary for name in datasets.names())
            return protocol.Start(catalog.catalog(), templates(), summaries, doctor.ILLNESSES), ()
        case protocol.GetAsset():
            return read_asset(command.name)
        case protocol.GetBlocks():
            return shelf.blocks(), ()
        case protocol.GetBlock():
            return protocol.BlockContent(command.name, shelf.read(command.name)), ()
        case protocol.GetSamples():
            if session.data is None:
                return protocol.Samples(0, ()), ()
            last = len(session.data.probed) - 1
            places = [min(max(each, 0), last) for each in command.places]
            return datasets.samples_of(session.data, min(max(command.count, 1), MOST_SAMPLES), places)
        case protocol.GetPoints():
            return points_of(session.network, session.data, session.config)
        case protocol.GetHistory():
            return session.running.history()
        case protocol.GetFindings():
            return findings(session.running), ()
        case protocol.GetCurves():
            return curves(session.running, command)
        case protocol.WatchVitals():
            return watch_vitals(session.running, command)
        case protocol.GetWeights():
            return weights_of_layer(session.running, session.network, command)
        case protocol.GetPicture():
            picture = session.picture(dark=command.dark)
            if command.format == "png":
                return protocol.PictureFile("image/png"), (picture.png,)
            return protocol.PictureFile("image/svg+xml"), (picture.svg.encode(),)
        case protocol.ExportModel():
            result = session.export(command.path, command.format, overwrite=command.overwrite)
            return protocol.Exported(result.summary), ()
    return _say(session, command), ()


def _say(session: Session, command: protocol.Command) -> protocol.Answer:
    """What is said in words and numbers alone."""
    match command:
        case protocol.GetMoments():
            return moments(session.running, session.network, session.config)
        case protocol.Preview():
            return protocol.Previewed(session.drawing.preview(command.edit))
        case protocol.Foresee():
            return protocol.Foreseen(session.drawing.foresee(command.edits, command.path))
        case protocol.Explain():
            return protocol.Explained(explain(command.code) or doctor.explain(command.code))
        case protocol.GetSource():
            return protocol.Source(session.source(training=command.training))
        case protocol.GetDocument():
            return protocol.DocumentText(session.text())
        case protocol.GetText():
            return protocol.DocumentText(session.text(short=True))
        case protocol.NewLayer():
            return protocol.Source(layer_source(command.name, command.settings))
    raise ProtocolError(f"The kernel does not know the command {type(command).__name__}.")
