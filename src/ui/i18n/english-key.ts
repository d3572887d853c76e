// Every key there is, whichever part of the app brings its text. Types only: nothing of it is loaded.

import type first from './locales/en.json';
import type chat from './locales/en/chat.json';
import type check from './locales/en/check.json';
import type details from './locales/en/details.json';
import type ended from './locales/en/ended.json';
import type floating from './locales/en/floating.json';
import type help from './locales/en/help.json';
import type invite from './locales/en/invite.json';
import type landing from './locales/en/landing.json';
import type linkServers from './locales/en/link-servers.json';
import type palette from './locales/en/palette.json';
import type people from './locales/en/people.json';
import type problem from './locales/en/problem.json';
import type privacy from './locales/en/privacy.json';
import type scan from './locales/en/scan.json';
import type settings from './locales/en/settings.json';
import type stage from './locales/en/stage.json';
import type trouble from './locales/en/trouble.json';

/** As the files write it: plurals with their ending. */
export type EnglishKey =
  | keyof typeof first
  | keyof typeof chat
  | keyof typeof check
  | keyof typeof details
  | keyof typeof ended
  | keyof typeof floating
  | keyof typeof help
  | keyof typeof invite
  | keyof typeof landing
  | keyof typeof linkServers
  | keyof typeof palette
  | keyof typeof people
  | keyof typeof problem
  | keyof typeof privacy
  | keyof typeof scan
  | keyof typeof settings
  | keyof typeof stage
  | keyof typeof trouble;
