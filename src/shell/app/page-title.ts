// The name of the window.

export interface TitleNews {
  /** Unread messages, and whatever happened while nobody looked. */
  readonly count: number;
  /** "Ana is here": what happened last while nobody looked; empty when nothing did. */
  readonly text: string;
}

/** What is new comes first: it is all that a narrow tab shows. */
export const pageTitle = (instanceName: string, roomName: string, news: TitleNews = { count: 0, text: '' }): string => {
  const place = roomName ? `${roomName} · ${instanceName}` : instanceName;
  const words = news.text ? `${news.text} · ${place}` : place;
  return news.count > 0 ? `(${news.count}) ${words}` : words;
};
