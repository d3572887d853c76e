// A connection over the fake network, with nothing to send unless told otherwise.

import type { RtcPort } from '#core/ports/rtc.ts';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import { noServersPlan } from '../../../fakes/ice.ts';

const stream = {} as MediaStream;

export const createTestConnection = (rtc: RtcPort, tracks = noTracks, ice = () => noServersPlan): Connection =>
  createConnection({
    rtc,
    ice,
    tracks,
    streams: { person: stream, screen: stream },
    cameraLimits: planCameraLimits(1),
  });
