// A placeholder until the composition root is written.
document.getElementById('app')?.append('Starling');
