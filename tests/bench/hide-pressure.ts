// Compute Pressure tells of the whole machine; here that is everybody of the call, and not the one under test. Runs in the page, before
// its own scripts, and stands alone.

export const hidePressure = (): void => {
  Reflect.deleteProperty(globalThis, 'PressureObserver');
};
