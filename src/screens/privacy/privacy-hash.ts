// Where "What others can see" lives. No link of a call can look like this: a secret has no `/`.

export const privacyHash = '#/about/what-others-see';
