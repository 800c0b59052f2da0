"""Play the story of an assessment by a policy."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from pamms_core.cli.output import save, write, write_json
from pamms_core.cli.policies import day_of
from pamms_core.cli.sources import as_path
from pamms_core.cli.status import Status
from pamms_core.policies.catalogue import load_policy
from pamms_core.stories.script import BEGIN, play_story
from pamms_core.stories.text import story_text

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core.stories.telling import Scene, Stage

__all__ = ["story"]


def story(options: Namespace) -> Status:
    """Play the story, and write it."""
    policy = load_policy(as_path(options.policy))
    begin = BEGIN
    if options.begin is not None:
        begin = datetime.combine(day_of(options.begin), time(9), UTC)
    stage = play_story(policy, begin)
    if options.log:
        save(_log(stage).encode(), options.log)
    if options.json:
        write_json({"policy": policy.id, "scenes": list(map(_scene, stage.scenes))})
    else:
        write(story_text(policy, stage.scenes, full=options.full))
    return Status.FINE


def _log(stage: Stage) -> str:
    from pamms_core.codec import dump_log
    from pamms_core.workflow.sealing import seal

    return dump_log(seal(stage.case.log), stage.processes.machine_of(stage.case), indent=2)


def _scene(scene: Scene) -> dict[str, Any]:
    told = [
        {"event": each.event, "to": each.to, "subject": each.subject, "text": each.text}
        for each in scene.told
    ]
    return {
        "at": scene.at.isoformat(),
        "who": scene.who,
        "what": scene.what,
        "states": dict(scene.states),
        "sources": list(scene.sources),
        "told": told,
        "due": [{"clock": each.deadline.clock, "on": str(each.date)} for each in scene.due],
    }
