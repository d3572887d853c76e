// What anybody would write with Trystero alone, as its README shows it: the page that our join time is compared with.
// Same promised names as Starling's page, so that one script drives both; same picture, or the encoder would be compared.
// The camera is open before Join can be pressed.

import { joinRoom } from '@trystero-p2p/nostr';

const app = document.querySelector('#app')!;
const settings = (await (await fetch('./starling.json')).json()) as { relays: { nostr: string[] } };
const camera = await navigator.mediaDevices.getUserMedia({
  audio: true,
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
});

const showTile = (person: string, stream: MediaStream, isSelf: boolean): void => {
  const tile = document.createElement('div');
  tile.dataset['testid'] = 'tile';
  tile.dataset['person'] = person;
  if (isSelf) tile.dataset['self'] = '';
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  video.muted = isSelf;
  video.srcObject = stream;
  tile.append(video);
  app.append(tile);
};

const join = (): void => {
  const room = joinRoom(
    { appId: 'starling-bench', relayConfig: { urls: settings.relays.nostr }, rtcConfig: { iceServers: [] } },
    location.hash.slice(2),
  );
  room.onPeerJoin = (peer) => {
    performance.mark('starling:link');
    void room.addStream(camera, { target: peer });
  };
  room.onPeerStream = (stream, peer) => {
    performance.mark('starling:stream');
    showTile(peer, stream, false);
  };
};

const showGreenRoom = (): void => {
  showTile('me', camera, true);
  const button = document.createElement('button');
  button.textContent = 'Join call';
  button.onclick = () => {
    button.textContent = 'Leave call';
    button.onclick = null;
    join();
  };
  app.append(button);
};

showGreenRoom();
