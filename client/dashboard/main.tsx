import { createRoot } from 'react-dom/client';
import { Dashboard } from './dashboard.js';
import './styles/page.css';
import './styles/content.css';
import './styles/narrow.css';

const place = document.getElementById('page');
if (place) createRoot(place).render(<Dashboard />);
