// Servers for finding paths, as tests need them.

import { planIce, type IceServers } from '#engine/mesh/ice-plan.ts';

export const noServers: IceServers = { stunServers: [], turnServers: [], isRelayOnly: false };
export const noServersPlan = planIce(noServers);

export const stunServer: RTCIceServer = { urls: ['stun:stun.example.org'] };
export const turnServer: RTCIceServer = { urls: ['turn:turn.example.org'], username: 'ana', credential: 'secret' };
