"""The studio: people drawn by code doing the four movements, with exact truth beside every clip.

The rooms, from the ground up: ``vectors`` and ``skeleton`` (bones), ``posture`` and ``pose_ik`` (how a
person is placed), ``timing`` and ``movements`` (what they do, when), ``faults`` (what they do badly),
``truth`` and ``cues`` (what was done, exactly), ``body``, ``wardrobe``, ``painting``, ``room``, ``camera``
and ``renderer`` (what it looks like), ``clip``, ``catalogue`` and ``sweep`` (which clips there are).

Everything up to ``cues`` is arithmetic and needs neither downloaded data nor a renderer.

Axes everywhere: x to the subject's left, y up, z to the subject's front. Metres, seconds, degrees.
"""
