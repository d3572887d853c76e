// The name of the window.

/** What is new comes first: it is all that a narrow tab shows. */
export const pageTitle = (instanceName: string, roomName: string, unread: number): string => {
  const place = roomName ? `${roomName} · ${instanceName}` : instanceName;
  return unread > 0 ? `(${unread}) ${place}` : place;
};
